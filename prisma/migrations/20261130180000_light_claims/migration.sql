-- A claim of a hundred messages cost PostgreSQL four times a bare one. A legal move calls no function any more, and
-- rows that a statement has just locked are not looked up again.

-- One expression, which PostgreSQL writes out where it is used.
CREATE FUNCTION proactive_may_move(came_from text, goes_to text, channel text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (came_from || ' ' || goes_to) = ANY (ARRAY[
    'candidate scheduled', 'candidate cancelled', 'candidate expired',
    'scheduled claimed', 'scheduled cancelled', 'scheduled expired',
    'claimed scheduled', 'claimed sending', 'claimed cancelled', 'claimed expired', 'claimed dead',
    'sending sent', 'sending uncertain', 'sending failed',
    'failed scheduled', 'failed dead',
    'sent read', 'sent responded', 'read responded']) AND (goes_to <> 'read' OR channel IS NOT DISTINCT FROM 'web')
$$;
CREATE OR REPLACE FUNCTION proactive_messages_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  came_from text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  -- Of what comes from nowhere the list says nothing.
  IF NOT coalesce(proactive_may_move(came_from, NEW.state, NEW.channel), NEW.state = 'candidate') THEN
    RAISE EXCEPTION 'a proactive message never goes from % to %', came_from, NEW.state USING ERRCODE = 'PC001';
  END IF;
  NEW.moves := CASE WHEN TG_OP = 'UPDATE' THEN OLD.moves + 1 ELSE 0 END;
  RETURN NEW;
END $$;
DROP TRIGGER proactive_messages_move ON proactive_messages;
CREATE TRIGGER proactive_messages_born BEFORE INSERT ON proactive_messages
  FOR EACH ROW EXECUTE FUNCTION proactive_messages_move();
-- Called only to refuse, and to count where the statement itself did not.
CREATE TRIGGER proactive_messages_move BEFORE UPDATE OF state, moves ON proactive_messages
  FOR EACH ROW WHEN (NOT proactive_may_move(OLD.state, NEW.state, NEW.channel) OR NEW.moves <> OLD.moves + 1)
  EXECUTE FUNCTION proactive_messages_move();
-- The plan is made at a connection's first move and kept, also when that was of one message.
ALTER FUNCTION proactive_messages_note_moved() SET enable_nestloop = off;
GRANT SELECT (ctid) ON proactive_messages TO procode_system;
