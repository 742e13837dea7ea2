import Set "mo:core/Set";
import Text "mo:core/Text";

/// Knows who belongs to the network.
persistent actor {

  let members = Set.empty<Text>();

  public func join(name : Text) : async () {
    members.add(name);
  };

  public query func isMember(name : Text) : async Bool {
    members.contains(name);
  };

};
