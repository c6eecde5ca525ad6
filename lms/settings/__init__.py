"""Settings: `base` is common; `local` (the embedded default), `test` and `production` say where they differ."""
