using System;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;

namespace DutyKiosk.HostBridge.Access;

/// <summary>What names, passwords and the rest of a user may be. Each returns what is wrong with the remedy; null: nothing is.</summary>
public static class UserRules
{
    /// <summary>The shortest password. Length is what keeps a password from being guessed; which characters it is made of is everybody's own matter.</summary>
    public const int ShortestPassword = 10;

    /// <summary>The longest password.</summary>
    public const int LongestPassword = 128;

    private const int LongestName = 40;
    private const int LongestText = 80;
    private const int FewestCharacters = 4;
    private static readonly string[] Reserved = ["console", "demo", "anonymous"];

    /// <summary>A name to sign in with: it has no blanks, so that nobody can call himself what the audit log calls a program.</summary>
    public static string? FaultOfName(string name)
    {
        bool good = name.Length is > 0 and <= LongestName && name.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_' or '-' or '@');
        return !good ? $"name: '{Cut(name)}' cannot be a user's name: take 1 to {LongestName} letters, digits, dots, underscores, hyphens and @."
            : Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"name: '{name}' is a name of the bridge's own: take another."
            : null;
    }

    /// <summary>A password for somebody of a name.</summary>
    public static string? FaultOfPassword(string password, string name)
    {
        return password.Length is < ShortestPassword or > LongestPassword ? $"密码须为 {ShortestPassword} 至 {LongestPassword} 个字符。 A password has {ShortestPassword} to {LongestPassword} characters."
            : password.Distinct().Count() < FewestCharacters ? $"密码至少要有 {FewestCharacters} 种不同的字符。 A password has at least {FewestCharacters} different characters."
            : name.Length > 0 && password.Contains(name, StringComparison.OrdinalIgnoreCase) && password.Length - name.Length < FewestCharacters ? "密码不能就是用户名。 A password must be more than the name."
            : null;
    }

    /// <summary>A role.</summary>
    public static string? FaultOfRole(string role) => Rights.Roles.Contains(role, StringComparer.Ordinal) ? null : $"role: '{Cut(role)}' is no role: take one of {string.Join(", ", Rights.Roles)}.";

    /// <summary>The roster's id of a person, or nothing.</summary>
    public static string? FaultOfStaff(string staff) => staff.Length == 0 || RecordBody.IsId(staff) ? null : $"staff: '{Cut(staff)}' is no id of the roster: take 1 to 12 letters, digits, dots, underscores and hyphens, or leave it out.";

    /// <summary>A mail address, or nothing.</summary>
    public static string? FaultOfMail(string mail)
    {
        int at = mail.IndexOf('@', StringComparison.Ordinal);
        bool good = mail.Length == 0 || (mail.Length <= LongestText && at > 0 && at < mail.Length - 1 && !mail.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '<' or '>' or ','));
        return good ? null : $"mail: '{Cut(mail)}' is no mail address: write it as name@house.example, or leave it out.";
    }

    /// <summary>A text that others see, such as a display name or the name of a key.</summary>
    public static string? FaultOfText(string member, string text, bool mayBeEmpty)
    {
        bool good = text.Length <= LongestText && (mayBeEmpty || text.Trim().Length > 0) && !text.Any(char.IsControl);
        return good ? null : string.Create(CultureInfo.InvariantCulture, $"{member}: it must have {(mayBeEmpty ? 0 : 1)} to {LongestText} characters, none of them a control character.");
    }

    private static string Cut(string text) => text.Length <= LongestName ? text : text[..LongestName] + "…";
}
