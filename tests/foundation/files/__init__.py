"""Tests of portal/foundation/files: honest files arrive unchanged, hostile ones are refused with a reason."""
