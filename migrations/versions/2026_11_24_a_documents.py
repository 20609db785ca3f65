"""Proposals: until when documents may be handed in, and how many are missing."""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_24_a_documents'
down_revision = '2026_11_24_9_pilots'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.add_column(sa.Column('documents_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('documents_missing', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.alter_column('documents_missing', server_default=None)
        batch_op.create_index('ix_proposal_asked', ['call_id', 'id'], unique=False,
                              sqlite_where=sa.text('documents_due_at IS NOT NULL'),
                              postgresql_where=sa.text('documents_due_at IS NOT NULL'))


def downgrade() -> None:
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index('ix_proposal_asked')
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_column('documents_missing')
        batch_op.drop_column('documents_due_at')
