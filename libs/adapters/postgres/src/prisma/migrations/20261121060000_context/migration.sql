CREATE TABLE "context_conversations" (
  "id" TEXT PRIMARY KEY,
  "scope" TEXT NOT NULL,
  "last_turn" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "context_conversations_scope_used_at_idx" ON "context_conversations" ("scope", "used_at");
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
