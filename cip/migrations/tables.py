"""Every module that declares tables, so that the metadata is whole: for comparing schemas, and for verifying rows."""

import cip.agreement.records
import cip.assessment.records
import cip.database.audit.rows
import cip.database.outbox
import cip.database.packs
import cip.database.throttles
import cip.documents.records
import cip.files.records
import cip.incentives.records
import cip.monitoring.records
import cip.parties.records
import cip.voice.records  # noqa: F401
