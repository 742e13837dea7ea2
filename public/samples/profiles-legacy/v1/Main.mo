import Array "mo:base/Array";
import HashMap "mo:base/HashMap";
import Iter "mo:base/Iter";
import Text "mo:base/Text";

/// The professional network in the Motoko of older tutorials. Here an upgrade forgets everything that is not `stable`.
actor {

  type Profile = {
    owner : Principal;
    name : Text;
    title : Text;
  };

  /// A hash map cannot be stable, so an upgrade would lose it ...
  var profiles = HashMap.HashMap<Text, Profile>(10, Text.equal, Text.hash);

  /// ... unless its content waits in this stable array while the upgrade happens.
  stable var savedProfiles : [(Text, Profile)] = [];

  /// Stable by itself: pairs of handles.
  stable var connections : [(Text, Text)] = [];

  /// Not stable and not saved by anyone: back at 0 after an upgrade.
  var visits : Nat = 0;

  /// Creates the profile of the caller, or changes it. Nobody else can.
  public shared ({ caller }) func saveProfile(handle : Text, name : Text, title : Text) : async () {
    switch (profiles.get(handle)) {
      case null {};
      case (?profile) { assert profile.owner == caller };
    };
    profiles.put(handle, { owner = caller; name; title });
  };

  /// Connects a profile of the caller with somebody else's.
  public shared ({ caller }) func connect(mine : Text, other : Text) : async () {
    let ?profile = profiles.get(mine) else return;
    assert profile.owner == caller;
    assert profiles.get(other) != null;
    connections := Array.append(connections, [(mine, other)]);
  };

  /// Counts as a visit, so it is an update and not a query.
  public func visitProfile(handle : Text) : async ?Profile {
    visits += 1;
    profiles.get(handle);
  };

  public query func listConnections() : async [(Text, Text)] {
    connections;
  };

  /// Runs in the old version, at the start of an upgrade.
  system func preupgrade() {
    savedProfiles := Iter.toArray(profiles.entries());
  };

  /// Runs in the new version, at the end of an upgrade.
  system func postupgrade() {
    profiles := HashMap.fromIter(savedProfiles.vals(), 10, Text.equal, Text.hash);
    savedProfiles := [];
  };

};
