import { ChatScreen } from "@/features/chat/chat-screen.tsx";
import { signedIn } from "../../signed-in.ts";

/** Says so where the chat would stand, beside the list, and becomes the chat when somebody takes it out of the trash. */
export default async function NoSuchConversation() {
  const { viewer } = await signedIn();
  return <ChatScreen viewerId={viewer.id} first={null} firstModel={null} missing />;
}
