from collections.abc import Iterable

from werkzeug.datastructures import FileStorage
from wtforms import FileField as _FileField
from wtforms import Form
from wtforms import MultipleFileField as _MultipleFileField
from wtforms.validators import DataRequired

class FileField(_FileField):
    data: FileStorage | None

class MultipleFileField(_MultipleFileField):
    data: list[FileStorage]

class FileRequired(DataRequired): ...

class FileAllowed:
    def __init__(self, upload_set: Iterable[str], message: str | None = None) -> None: ...
    def __call__(self, form: Form, field: _FileField) -> None: ...

class FileSize:
    def __init__(self, max_size: int, min_size: int = 0, message: str | None = None) -> None: ...
    def __call__(self, form: Form, field: _FileField) -> None: ...

file_required = FileRequired
file_allowed = FileAllowed
file_size = FileSize
