CREATE TABLE "context_conversations" (
  "id" TEXT PRIMARY KEY,
  "workspace_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "context_conversations_workspace_id_idx" ON "context_conversations" ("workspace_id");
CREATE INDEX "context_conversations_used_at_idx" ON "context_conversations" ("used_at");

CREATE TABLE "context_conversation_turns" (
  "conversation_id" TEXT NOT NULL REFERENCES "context_conversations" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "number" INTEGER NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "query" TEXT NOT NULL,
  "topic" JSONB NOT NULL,
  "sent" JSONB NOT NULL,
  PRIMARY KEY ("conversation_id", "number")
);

CREATE TABLE "context_feedback" (
  "id" TEXT PRIMARY KEY,
  "workspace_id" TEXT NOT NULL,
  "given_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "outcome" JSONB NOT NULL
);
CREATE INDEX "context_feedback_workspace_id_given_at_idx" ON "context_feedback" ("workspace_id", "given_at");

CREATE TABLE "context_weights" (
  "workspace_id" TEXT PRIMARY KEY,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "revision" INTEGER NOT NULL DEFAULT 0,
  "weights" JSONB NOT NULL
);
