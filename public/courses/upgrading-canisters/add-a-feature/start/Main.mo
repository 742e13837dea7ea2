import Array "mo:core/Array";
import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Text "mo:core/Text";

/// A small professional network.
persistent actor {

  type Profile = {
    owner : Principal;
    name : Text;
    title : Text;
  };

  /// Profiles by handle, a short name.
  let profiles = Map.empty<Text, Profile>();

  /// Pairs of handles.
  var connections : [(Text, Text)] = [];

  /// Creates the caller's profile, or changes it.
  public shared ({ caller }) func saveProfile(handle : Text, name : Text, title : Text) : async () {
    requireOwner(handle, caller);
    profiles.add(handle, { owner = caller; name; title });
  };

  public shared ({ caller }) func connect(mine : Text, other : Text) : async () {
    requireOwner(mine, caller);
    requireProfile(other);
    connections := connections.concat([(mine, other)]);
  };

  public query func getProfile(handle : Text) : async ?Profile {
    profiles.get(handle);
  };

  public query func listConnections() : async [(Text, Text)] {
    connections;
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
