"""What may be done with the papers' tables, one use case a file."""

from cip.documents.actions.keep_demo_mail import keep_demo_mail
from cip.documents.actions.open_calendar import open_calendar
from cip.documents.actions.shut_calendar import shut_calendar

__all__ = ["keep_demo_mail", "open_calendar", "shut_calendar"]
