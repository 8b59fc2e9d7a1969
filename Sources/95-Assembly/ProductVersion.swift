/// The version of the product; goes into every result.
public enum ProductVersion {
  /// Semantic version; moves with CHANGELOG.md.
  public static let text = "0.1.0"
}
