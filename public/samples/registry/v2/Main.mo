import Iter "mo:core/Iter";
import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Text "mo:core/Text";

/// Version 2 adds a note to each name, in a second map. The first map keeps its shape and its content.
persistent actor {

  /// Who owns which name.
  let owners = Map.empty<Text, Principal>();

  /// New in this version. Names of version 1 have no note until their owner writes one.
  let notes = Map.empty<Text, Text>();

  /// How many names were ever registered.
  var registrations : Nat = 0;

  /// Gives a free name to the caller; says whether that worked.
  public shared ({ caller }) func register(name : Text) : async Bool {
    if (owners.containsKey(name)) return false;
    owners.add(name, caller);
    registrations += 1;
    true;
  };

  /// Only the owner of a name can write its note; says whether that worked.
  public shared ({ caller }) func write(name : Text, note : Text) : async Bool {
    if (owners.get(name) != ?caller) return false;
    notes.add(name, note);
    true;
  };

  public query func ownerOf(name : Text) : async ?Principal {
    owners.get(name);
  };

  public query func noteOf(name : Text) : async ?Text {
    notes.get(name);
  };

  /// All names, in alphabetical order.
  public query func list() : async [Text] {
    owners.keys().toArray();
  };

};
