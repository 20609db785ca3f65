"""Revising between stages: until when, and what."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_28_j_revising'
down_revision = '2026_11_28_i_events'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('revise_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('revise_scope', sa.JSON(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_column('revise_scope')
        batch_op.drop_column('revise_due_at')

