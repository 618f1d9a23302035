-- When the asker of a private answer wished it to be shown to all; 0 where nobody
-- did, and once its copy is posted or can't be.
ALTER TABLE tasks ADD COLUMN sharing INTEGER NOT NULL DEFAULT 0;

CREATE INDEX tasks_sharing ON tasks (id) WHERE sharing <> 0;
