"""What is done with programs, by verb: set up and edited by an administrator, people appointed and released."""

from portal.programs.operations.appointing import appoint, release
from portal.programs.operations.setting_up import create_program, edit_program

__all__ = ["appoint", "create_program", "edit_program", "release"]
