import DrivingCore
import Foundation
import Scenarios

/// The driving styles that come with the product, and the user's own.
public enum Styles {
  /// The style of a name, or of a style file (.yaml).
  /// - Throws: `InputFailure` for a name that is not known or a file that is broken.
  public static func chosen(_ named: String) throws(InputFailure) -> DrivingStyle {
    if named.hasSuffix(".yaml") || named.hasSuffix(".yml") { return try read(named) }
    if let found = try all().first(where: { $0.id == named }) { return found }
    throw InputFailure(
      message:
        "--style: found '\(named)'; expected a style file (.yaml) or one of "
        + DrivingStyle.all.map(\.id).joined(separator: ", ")
        + "; 'godseye list styles' describes them")
  }

  /// The styles below `Assets/styles`, in the order comfort, standard, sport.
  /// - Throws: `InputFailure` with the first file that is missing or broken.
  public static func all() throws(InputFailure) -> [DrivingStyle] {
    guard let folder = ProductFiles.url("Assets/styles") else { return DrivingStyle.all }
    var styles: [DrivingStyle] = []
    for style in DrivingStyle.all {
      styles.append(try read("\(folder.path)/\(style.id).yaml"))
    }
    return styles
  }

  private static func read(_ path: String) throws(InputFailure) -> DrivingStyle {
    do throws(ScenarioFailure) {
      return try StyleFile.read(path)
    } catch {
      throw InputFailure(message: error.description)
    }
  }
}
