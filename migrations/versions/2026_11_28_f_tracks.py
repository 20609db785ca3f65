"""Proposals: the track of the call that was chosen, and that a submission was received in."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_f_tracks'
down_revision = '2026_11_28_e_judging'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('proposal', 'submission'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('track', sa.String(), nullable=True))


def downgrade() -> None:
    for table in ('submission', 'proposal'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('track')
