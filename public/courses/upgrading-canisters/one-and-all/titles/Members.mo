import Map "mo:core/Map";
import Set "mo:core/Set";
import Text "mo:core/Text";

/// Knows who belongs to the network, and what they do.
persistent actor {

  let members = Set.empty<Text>();

  let titles = Map.empty<Text, Text>();

  public func join(name : Text) : async () {
    members.add(name);
  };

  public func setTitle(name : Text, title : Text) : async () {
    titles.add(name, title);
  };

  public query func isMember(name : Text) : async Bool {
    members.contains(name);
  };

  /// New: the title of a member, if there is one.
  public query func titleOf(name : Text) : async ?Text {
    titles.get(name);
  };

};
