"""The shapes of the rule files as frozen pydantic models; unknown keys are refused everywhere."""
