import Error "mo:core/Error";
import List "mo:core/List";
import Moderator "canister:moderator";

/// Posts appear here when the moderator agrees.
persistent actor {

  let posts = List.empty<Text>();

  /// What went wrong when the moderator was asked.
  let troubles = List.empty<Text>();

  /// Takes a post. Whether it appears is decided later.
  public func submit(post : Text) : () {
    try {
      if (await Moderator.review(post)) posts.add(post);
    } catch (error) {
      troubles.add(error.message());
    };
  };

  public query func read() : async [Text] {
    posts.toArray();
  };

};
