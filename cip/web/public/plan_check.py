"""Where the code on a printed plan leads: whether its digest is a version of a plan, and of which day. Nothing else."""

import re

from flask import Response, render_template

from cip.assessment.reads import plan_version_of_digest
from cip.web.public import public
from cip.web.state import reading

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@public.get("/plan/<digest>")
def plan_check(digest: str) -> Response:
    """That a sheet is, or is not, a version of a plan kept here; who asks learns no name, no firm and no measure."""
    found = None
    if _DIGEST.fullmatch(digest):
        with reading() as session:
            found = plan_version_of_digest(session, digest)
    page = render_template("public/plan_check.html", found=found)
    return Response(page, 200 if found else 404, mimetype="text/html")
