import Iter "mo:core/Iter";
import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Text "mo:core/Text";

/// A registry of names, like a telephone book. First come, first served.
persistent actor {

  /// Who owns which name. Maps of `mo:core` are plain data, so an upgrade keeps them whole.
  let owners = Map.empty<Text, Principal>();

  /// How many names were ever registered.
  var registrations : Nat = 0;

  /// Gives a free name to the caller; says whether that worked.
  public shared ({ caller }) func register(name : Text) : async Bool {
    if (owners.containsKey(name)) return false;
    owners.add(name, caller);
    registrations += 1;
    true;
  };

  public query func ownerOf(name : Text) : async ?Principal {
    owners.get(name);
  };

  /// All names, in alphabetical order.
  public query func list() : async [Text] {
    owners.keys().toArray();
  };

};
