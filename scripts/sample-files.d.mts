/** All texts of a gallery of `public/samples`, by their paths there, its index among them. */
export function galleryTexts(index: string): Promise<Readonly<Record<string, string>>>;
