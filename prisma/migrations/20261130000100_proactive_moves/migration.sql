-- A claim of a hundred messages spent two thirds of its time on noting the hundred moves one by one, and on a foreign key that asked
-- each of them for the message that had just written it. They are noted in one statement now, by nobody but the database itself.

DROP TRIGGER proactive_messages_note ON proactive_messages;
DROP FUNCTION proactive_messages_note();
ALTER TABLE proactive_moves DROP CONSTRAINT proactive_moves_message_fkey;

-- Written as the owner and from within a trigger only: no role of the product can note what did not happen.
REVOKE INSERT ON proactive_moves FROM procode_app, procode_system;
CREATE POLICY proactive_moves_owner ON proactive_moves TO procode_owner
  USING (pg_trigger_depth() > 0) WITH CHECK (pg_trigger_depth() > 0);

CREATE FUNCTION proactive_messages_note_new() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO proactive_moves (user_id, proactive_id, number, from_state, to_state, reason, fence, moved_at)
  SELECT user_id, id, moves, NULL, state, reason, fence, (SELECT procode_now()) FROM added;
  RETURN NULL;
END $$;
CREATE FUNCTION proactive_messages_note_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  -- What changed something else than the state made no move.
  INSERT INTO proactive_moves (user_id, proactive_id, number, from_state, to_state, reason, fence, moved_at)
  SELECT moved.user_id, moved.id, moved.moves, before.state, moved.state, moved.reason, moved.fence, (SELECT procode_now())
  FROM moved JOIN before ON before.user_id = moved.user_id AND before.id = moved.id WHERE moved.moves > before.moves;
  RETURN NULL;
END $$;
-- In place of the foreign key's cascade: with a message goes its history.
CREATE FUNCTION proactive_messages_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  DELETE FROM proactive_moves m USING gone WHERE m.user_id = gone.user_id AND m.proactive_id = gone.id;
  RETURN NULL;
END $$;
CREATE TRIGGER proactive_messages_note_new AFTER INSERT ON proactive_messages
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION proactive_messages_note_new();
CREATE TRIGGER proactive_messages_note_moved AFTER UPDATE ON proactive_messages
  REFERENCING OLD TABLE AS before NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION proactive_messages_note_moved();
CREATE TRIGGER proactive_messages_forget AFTER DELETE ON proactive_messages
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION proactive_messages_forget();
REVOKE EXECUTE ON FUNCTION proactive_messages_note_new(), proactive_messages_note_moved(), proactive_messages_forget() FROM PUBLIC;
