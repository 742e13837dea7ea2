import Array "mo:core/Array";
import Map "mo:core/Map";
import Migration "Migration";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";

/// A small professional network. The city moves into the profile.
(with migration = Migration.run)
persistent actor {

  type Profile = {
    owner : Principal;
    name : Text;
    title : Text;
    city : Text;
  };

  /// Profiles by handle, a short name.
  let profiles = Map.empty<Text, Profile>();

  /// Pairs of handles.
  var connections : [(Text, Text)] = [];

  /// Who endorsed whom, and for what.
  var endorsements : [(Text, Text, Text)] = [];

  /// How often somebody endorsed.
  var endorsed = 0;

  /// Creates the caller's profile, or changes it.
  public shared ({ caller }) func saveProfile(handle : Text, name : Text, title : Text, city : Text) : async () {
    requireOwner(handle, caller);
    profiles.add(handle, { owner = caller; name; title; city });
  };

  public shared ({ caller }) func connect(mine : Text, other : Text) : async () {
    requireOwner(mine, caller);
    requireProfile(other);
    connections := connections.concat([(mine, other)]);
  };

  /// Says that somebody is good at something.
  public shared ({ caller }) func endorse(mine : Text, other : Text, skill : Text) : async () {
    requireOwner(mine, caller);
    requireProfile(other);
    endorsements := endorsements.concat([(mine, other, skill)]);
    endorsed += 1;
  };

  public query func getProfile(handle : Text) : async ?Profile {
    profiles.get(handle);
  };

  public query func listConnections() : async [(Text, Text)] {
    connections;
  };

  public query func listEndorsements() : async [(Text, Text, Text)] {
    endorsements;
  };

  public query func cityOf(handle : Text) : async ?Text {
    let ?profile = profiles.get(handle) else return null;
    ?profile.city;
  };

  func requireProfile(handle : Text) {
    if (not profiles.containsKey(handle)) Runtime.trap("There is no profile " # handle);
  };

  /// A free handle belongs to everybody.
  func requireOwner(handle : Text, caller : Principal) {
    let ?profile = profiles.get(handle) else return;
    if (profile.owner != caller) Runtime.trap(handle # " belongs to somebody else");
  };

};
