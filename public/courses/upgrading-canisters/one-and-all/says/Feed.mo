import List "mo:core/List";
import Members "canister:members";
import Runtime "mo:core/Runtime";

/// What members tell each other. It asks another canister who is a member.
persistent actor {

  let posts = List.empty<Text>();

  public func post(author : Text, text : Text) : async () {
    if (not (await Members.isMember(author))) Runtime.trap(author # " is no member");
    posts.add(author # " says: " # text);
  };

  public query func read() : async [Text] {
    posts.toArray();
  };

};
