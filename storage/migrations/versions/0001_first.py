"""First: every table."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('beats',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_beats'))
    )
    op.create_table('cohorts',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('policy', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('zone', sa.Text(), nullable=False),
    sa.Column('launched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('launched_by', sa.Text(), nullable=False),
    sa.Column('country', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('phase', sa.Text(), nullable=False),
    sa.Column('phase_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hold', sa.JSON(), nullable=True),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_cohorts'))
    )
    op.create_table('coordinators',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('time_zone', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_coordinators'))
    )
    op.create_table('leases',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('pauses',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_pauses'))
    )
    op.create_table('answers',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('invitation', sa.Text(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('form', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_answers_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'invitation', 'version', name=op.f('pk_answers'))
    )
    op.create_table('applications',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('screening', sa.JSON(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reflection', sa.JSON(), nullable=False),
    sa.Column('reflected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('alumni', sa.JSON(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_applications_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_applications'))
    )
    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.create_index('ix_applications_scope', ['cohort', 'scope'], unique=False)

    op.create_table('desks',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('coordinator', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_desks_cohort')),
    sa.ForeignKeyConstraint(['coordinator'], ['coordinators.code'], name=op.f('fk_desks_coordinator')),
    sa.PrimaryKeyConstraint('cohort', 'coordinator', name=op.f('pk_desks'))
    )
    op.create_table('documents',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('to', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('ordered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('file', sa.Text(), nullable=False),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_documents_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_documents'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index('ix_documents_scope', ['cohort', 'scope'], unique=False)

    op.create_table('drafts',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('invitation', sa.Text(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_drafts_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'invitation', name=op.f('pk_drafts'))
    )
    op.create_table('escalations',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('matter', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_escalations_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_escalations'))
    )
    with op.batch_alter_table('escalations', schema=None) as batch_op:
        batch_op.create_index('ix_escalations_scope', ['cohort', 'scope'], unique=False)

    op.create_table('files',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_files_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files'))
    )
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.create_index('ix_files_scope', ['cohort', 'scope'], unique=False)

    op.create_table('gatherings',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('audience', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.BigInteger(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_gatherings_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_gatherings'))
    )
    with op.batch_alter_table('gatherings', schema=None) as batch_op:
        batch_op.create_index('ix_gatherings_scope', ['cohort', 'scope'], unique=False)

    op.create_table('invitations',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('form', sa.Text(), nullable=False),
    sa.Column('to', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('opens', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('generation', sa.BigInteger(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answers', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_invitations_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_invitations'))
    )
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.create_index('ix_invitations_scope', ['cohort', 'scope'], unique=False)

    op.create_table('journal',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('did', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_journal_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'key', name=op.f('pk_journal'))
    )
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.create_index('ix_journal_at', ['cohort', 'at'], unique=False)
        batch_op.create_index('ix_journal_scope', ['cohort', 'scope'], unique=False)

    op.create_table('materials',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('hint', sa.Text(), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_materials_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_materials'))
    )
    with op.batch_alter_table('materials', schema=None) as batch_op:
        batch_op.create_index('ix_materials_scope', ['cohort', 'scope'], unique=False)

    op.create_table('messages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('letter', sa.Text(), nullable=False),
    sa.Column('to', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('invitation', sa.Text(), nullable=False),
    sa.Column('reminder', sa.Boolean(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('calendar', sa.Text(), nullable=False),
    sa.Column('calendar_method', sa.Text(), nullable=False),
    sa.Column('attachments', sa.JSON(), nullable=False),
    sa.Column('failure', sa.Text(), nullable=False),
    sa.Column('message_id', sa.Text(), nullable=False),
    sa.Column('hold_unknown', sa.Boolean(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('dots', sa.Integer(), nullable=False),
    sa.Column('first_tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', sa.Text(), nullable=False),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dotted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('mime', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_messages_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('cohort', 'key', name=op.f('uq_messages_cohort_key')),
    sa.UniqueConstraint('message_id', name=op.f('uq_messages_message_id'))
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index('ix_messages_sent', ['sent_at'], unique=False)
        batch_op.create_index('ix_messages_state', ['cohort', 'state'], unique=False)
        batch_op.create_index('ix_messages_to', ['cohort', 'to', 'about'], unique=False)
        batch_op.create_index('ix_messages_waiting', ['state', 'not_before'], unique=False)

    op.create_table('numbers',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('letter', sa.Text(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_numbers_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'letter', name=op.f('pk_numbers'))
    )
    op.create_table('participants',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('time_zone', sa.Text(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('away', sa.JSON(), nullable=False),
    sa.Column('left', sa.JSON(), nullable=True),
    sa.Column('bounced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opted_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_participants_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_participants'))
    )
    with op.batch_alter_table('participants', schema=None) as batch_op:
        batch_op.create_index('ix_participants_scope', ['cohort', 'scope'], unique=False)

    op.create_table('proposals',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('ordered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('pins', sa.JSON(), nullable=False),
    sa.Column('forbidden', sa.JSON(), nullable=False),
    sa.Column('matches', sa.JSON(), nullable=False),
    sa.Column('unmatched', sa.JSON(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('gap', sa.BigInteger(), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('solved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_proposals_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_proposals'))
    )
    with op.batch_alter_table('proposals', schema=None) as batch_op:
        batch_op.create_index('ix_proposals_scope', ['cohort', 'scope'], unique=False)

    op.create_table('scopes',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('woken', sa.Integer(), nullable=False),
    sa.Column('next_due', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_scopes_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'scope', name=op.f('pk_scopes'))
    )
    with op.batch_alter_table('scopes', schema=None) as batch_op:
        batch_op.create_index('ix_scopes_next_due', ['cohort', 'next_due'], unique=False)

    op.create_table('attendances',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('gathering', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('came', sa.Boolean(), nullable=True),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort', 'gathering'], ['gatherings.cohort', 'gatherings.id'], name=op.f('fk_attendances_cohort_gathering')),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_attendances_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_attendances'))
    )
    with op.batch_alter_table('attendances', schema=None) as batch_op:
        batch_op.create_index('ix_attendances_scope', ['cohort', 'scope'], unique=False)

    op.create_table('pairs',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('mentor', sa.Text(), nullable=False),
    sa.Column('mentee', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposal', sa.Text(), nullable=False),
    sa.Column('seat', sa.BigInteger(), nullable=False),
    sa.Column('score', sa.BigInteger(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted', sa.JSON(), nullable=False),
    sa.Column('decline', sa.JSON(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('activated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreement', sa.JSON(), nullable=True),
    sa.Column('plan', sa.JSON(), nullable=True),
    sa.Column('contracts_kept', sa.JSON(), nullable=False),
    sa.Column('midterm', sa.JSON(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_because', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.CheckConstraint('seat >= 1', name=op.f('ck_pairs_seat')),
    sa.ForeignKeyConstraint(['cohort', 'mentee'], ['participants.cohort', 'participants.id'], name=op.f('fk_pairs_cohort_mentee')),
    sa.ForeignKeyConstraint(['cohort', 'mentor'], ['participants.cohort', 'participants.id'], name=op.f('fk_pairs_cohort_mentor')),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_pairs_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_pairs'))
    )
    with op.batch_alter_table('pairs', schema=None) as batch_op:
        batch_op.create_index('ix_pairs_mentee', ['cohort', 'mentee'], unique=False)
        batch_op.create_index('ix_pairs_mentor', ['cohort', 'mentor'], unique=False)
        batch_op.create_index('ix_pairs_scope', ['cohort', 'scope'], unique=False)
        batch_op.create_index('one_active_pair_per_mentee', ['cohort', 'mentee'], unique=True, sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"))
        batch_op.create_index('one_pair_per_seat', ['cohort', 'mentor', 'seat'], unique=True, sqlite_where=sa.text("state IN ('offered', 'active')"), postgresql_where=sa.text("state IN ('offered', 'active')"))

    op.create_table('sessions',
    sa.Column('cohort', sa.Text(), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('pair', sa.Text(), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.Column('opens', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('minutes', sa.BigInteger(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('objective', sa.Text(), nullable=False),
    sa.Column('missed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reports', sa.JSON(), nullable=False),
    sa.Column('confirmation', sa.JSON(), nullable=True),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort', 'pair'], ['pairs.cohort', 'pairs.id'], name=op.f('fk_sessions_cohort_pair')),
    sa.ForeignKeyConstraint(['cohort'], ['cohorts.code'], name=op.f('fk_sessions_cohort')),
    sa.PrimaryKeyConstraint('cohort', 'id', name=op.f('pk_sessions'))
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index('ix_sessions_scope', ['cohort', 'scope'], unique=False)



def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
