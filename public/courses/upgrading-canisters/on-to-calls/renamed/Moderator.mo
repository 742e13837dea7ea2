import Time "mo:core/Time";

/// Somebody who reads posts and decides.
persistent actor {

  /// Something to ask while time passes.
  transient let management = actor "aaaaa-aa" : actor { raw_rand : () -> async Blob };

  var decision : ?Bool = null;

  /// Answers when somebody has decided, or else in three minutes. Until then it looks again and again.
  public func judge(post : Text) : async Bool {
    let end = Time.now() + 180_000_000_000;
    if (post == "") return false;
    while (Time.now() < end) {
      switch (decision) {
        case (?agreed) {
          decision := null;
          return agreed;
        };
        case null { ignore await management.raw_rand() };
      };
    };
    false;
  };

  public func decide(agreed : Bool) : async () {
    decision := ?agreed;
  };

};
