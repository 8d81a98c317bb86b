"""What can be done with files. Actions take a Work and never commit."""

from cip.files.actions.clamd import NoVerdictError, ScannerDownError, ScannerError, scan
from cip.files.actions.erase_files import erase_file, erase_files_of
from cip.files.actions.receive_file import receive_file
from cip.files.actions.record_scan import record_scan
from cip.files.actions.remove_bytes import record_removed, remove_bytes, sweep_orphans

__all__ = [
    "NoVerdictError",
    "ScannerDownError",
    "ScannerError",
    "erase_file",
    "erase_files_of",
    "receive_file",
    "record_removed",
    "record_scan",
    "remove_bytes",
    "scan",
    "sweep_orphans",
]
