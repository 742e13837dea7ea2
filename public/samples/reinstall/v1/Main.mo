import Array "mo:core/Array";

/// A diary.
persistent actor {

  var pages : [Text] = [];

  public func write(page : Text) : async Nat {
    pages := Array.concat(pages, [page]);
    pages.size();
  };

  public query func read() : async [Text] {
    pages;
  };

};
