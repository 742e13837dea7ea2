import Array "mo:core/Array";

/// Version 2 can tell how many pages there are. Nothing is wrong with this code: what matters is which button installs it.
persistent actor {

  var pages : [Text] = [];

  public func write(page : Text) : async Nat {
    pages := Array.concat(pages, [page]);
    pages.size();
  };

  public query func read() : async [Text] {
    pages;
  };

  public query func count() : async Nat {
    pages.size();
  };

};
