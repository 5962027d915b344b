'use strict';

const { Contract } = require('fabric-contract-api');

const FIRST_BOOKS = [
  { id: 'book1', title: 'Pride and Prejudice', author: 'Austen', year: 1813 },
  { id: 'book2', title: 'Emma', author: 'Austen', year: 1815 },
  { id: 'book3', title: 'Frankenstein', author: 'Shelley', year: 1818 },
  { id: 'book4', title: 'Persuasion', author: 'Austen', year: 1817 },
];

const encode = (value) => Buffer.from(JSON.stringify(value));

/**
 * Books, one key each. There is an index over author and year, so questions about an author are answered by it; a
 * question about titles looks at every book.
 */
class LibraryContract extends Contract {
  constructor() {
    super('LibraryContract');
  }

  async InitLedger(ctx) {
    for (const book of FIRST_BOOKS) {
      await ctx.stub.putState(book.id, encode(book));
    }
  }

  async AddBook(ctx, id, title, author, year) {
    await ctx.stub.putState(id, encode({ id, title, author, year: Number(year) }));
  }

  /** Writes whatever it is given. CouchDB does not take everything. */
  async PutText(ctx, key, text) {
    await ctx.stub.putState(key, Buffer.from(text));
  }

  /** Every book that answers the question, a JSON object with a selector. */
  async QueryBooks(ctx, query) {
    return JSON.stringify(await this._all(await ctx.stub.getQueryResult(query)));
  }

  /** At most `pageSize` books, and the bookmark the next page is asked for with. */
  async QueryBooksPage(ctx, query, pageSize, bookmark) {
    const page = await ctx.stub.getQueryResultWithPagination(query, Number(pageSize), bookmark);
    const books = await this._all(page.iterator);
    const { fetchedRecordsCount, bookmark: next } = page.metadata;
    return JSON.stringify({ books, count: fetchedRecordsCount, bookmark: next });
  }

  /**
   * Counts the books of an author by a rich query and writes the number. Nobody asks again when the transaction is
   * validated: a book that came in between makes the number wrong, and the transaction is valid all the same.
   */
  async CountByQuery(ctx, author) {
    const query = JSON.stringify({ selector: { author } });
    const books = await this._all(await ctx.stub.getQueryResult(query));
    return this._note(ctx, author, books.length);
  }

  /** Counts the same books by a range over all of them, which is asked again when the transaction is validated. */
  async CountByRange(ctx, author) {
    const books = await this._all(await ctx.stub.getStateByRange('book', 'bool'));
    return this._note(ctx, author, books.filter((book) => book.author === author).length);
  }

  // Names that begin with an underscore cannot be invoked from outside.

  async _note(ctx, author, count) {
    await ctx.stub.putState(`count of ${author}`, encode({ count }));
    return String(count);
  }

  async _all(iterator) {
    const found = [];
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      found.push(JSON.parse(Buffer.from(next.value.value).toString('utf8')));
    }
    await iterator.close();
    return found;
  }
}

module.exports = LibraryContract;
