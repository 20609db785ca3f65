"""Proposals: for which instant before a deadline its company was reminded last."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_24_b_reminders'
down_revision = '2026_11_24_a_documents'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reminded_for', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_column('reminded_for')
