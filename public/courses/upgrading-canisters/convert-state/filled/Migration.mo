import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Text "mo:core/Text";

/// Turns what the running version holds into what the next one wants.
module {

  type OldProfile = { owner : Principal; name : Text; title : Text };
  type NewProfile = { owner : Principal; name : Text; title : Text; city : Text };

  type Old = { profiles : Map.Map<Text, OldProfile>; cities : Map.Map<Text, Text> };
  type New = { profiles : Map.Map<Text, NewProfile> };

  /// Variables that are not named here are kept.
  public func run(old : Old) : New {
    let profiles = old.profiles.map<Text, OldProfile, NewProfile>(
      func(handle, profile) { { profile with city = cityOf(old.cities, handle) } }
    );
    { profiles };
  };

  func cityOf(cities : Map.Map<Text, Text>, handle : Text) : Text {
    switch (cities.get(handle)) {
      case (?city) { city };
      case null { "" };
    };
  };

};
