import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";

/// A small professional network. People have a profile under a short handle, and connect with each other.
persistent actor {

  type Profile = {
    owner : Principal;
    name : Text;
    title : Text;
  };

  /// Profiles by handle. The map itself never changes, its content does: so `let`, not `var`.
  let profiles = Map.empty<Text, Profile>();

  /// For each handle, the handles it is connected with.
  let connections = Map.empty<Text, Set.Set<Text>>();

  /// Creates the profile of the caller, or changes it. Nobody else can.
  public shared ({ caller }) func saveProfile(handle : Text, name : Text, title : Text) : async () {
    switch (profiles.get(handle)) {
      case null { connections.add(handle, Set.empty<Text>()) };
      case (?profile) { requireOwner(profile, caller) };
    };
    profiles.add(handle, { owner = caller; name; title });
  };

  /// Connects a profile of the caller with somebody else's.
  public shared ({ caller }) func connect(mine : Text, other : Text) : async () {
    requireOwner(find(mine), caller);
    ignore find(other);
    connectionsOf(mine).add(other);
    connectionsOf(other).add(mine);
  };

  public query func getProfile(handle : Text) : async ?Profile {
    profiles.get(handle);
  };

  public query func listConnections(handle : Text) : async [Text] {
    connectionsOf(handle).toArray();
  };

  func find(handle : Text) : Profile {
    switch (profiles.get(handle)) {
      case (?profile) { profile };
      case null { Runtime.trap("There is no profile " # handle) };
    };
  };

  func connectionsOf(handle : Text) : Set.Set<Text> {
    switch (connections.get(handle)) {
      case (?others) { others };
      case null { Runtime.trap("There is no profile " # handle) };
    };
  };

  func requireOwner(profile : Profile, caller : Principal) {
    if (profile.owner != caller) Runtime.trap("This profile belongs to somebody else");
  };

};
