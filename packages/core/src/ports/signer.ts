/** Signs what stands in links that work without signing in. What is signed for one purpose proves nothing for another. */
export interface Signer {
  sign(purpose: string, words: string): string;
  isSigned(purpose: string, words: string, signature: string): boolean;
}
