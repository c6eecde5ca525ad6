"""Settings: `base` is common, `local` is the embedded default, `test` and `production` differ from it where they say."""
