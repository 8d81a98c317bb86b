from typing import Any

class Config:
    settings: dict[str, Any]

    def set(self, name: str, value: object) -> None: ...
