declare module 'snowball-stemmers' {
  type Stemmer = Readonly<{ stem(word: string): string }>;
  const snowball: Readonly<{ newStemmer(language: string): Stemmer; algorithms(): string[] }>;
  export default snowball;
}
