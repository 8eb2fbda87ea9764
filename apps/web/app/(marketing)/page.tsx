export default function LandingPage() {
  return <main>PROCODE</main>;
}
