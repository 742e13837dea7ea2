import Iter "mo:core/Iter";
import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Text "mo:core/Text";

/// Version 2 adds endorsements. Every profile and every connection made in version 1 is still there.
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

  /// New in this version: for each handle, who endorsed it and for what. It starts empty.
  let endorsements = Map.empty<Text, Map.Map<Text, Text>>();

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

  /// Says that somebody you are connected with is good at something.
  public shared ({ caller }) func endorse(mine : Text, other : Text, skill : Text) : async () {
    requireOwner(find(mine), caller);
    if (not connectionsOf(mine).contains(other)) Runtime.trap("Connect with " # other # " first");
    let received = switch (endorsements.get(other)) {
      case (?existing) { existing };
      case null { Map.empty<Text, Text>() };
    };
    received.add(mine, skill);
    endorsements.add(other, received);
  };

  public query func getProfile(handle : Text) : async ?Profile {
    profiles.get(handle);
  };

  public query func listConnections(handle : Text) : async [Text] {
    connectionsOf(handle).toArray();
  };

  /// Pairs of who endorsed, and for what.
  public query func listEndorsements(handle : Text) : async [(Text, Text)] {
    switch (endorsements.get(handle)) {
      case (?received) { received.entries().toArray() };
      case null { [] };
    };
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
