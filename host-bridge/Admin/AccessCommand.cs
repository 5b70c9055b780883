using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Access;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>The command line's <c>user</c> and <c>key</c>.</summary>
public static class AccessCommand
{
    /// <summary>Makes <c>user</c>.</summary>
    /// <param name="options">What a bridge would be started with by the same line.</param>
    public static Command MakeUser(Func<ParseResult, BridgeOptions> options)
    {
        return new Command("user", "Who may sign in.") { AddUser(options), ListUsers(options), Shut(options, "disable", true), Shut(options, "enable", false), ResetUser(options), SealUser(options) };
    }

    /// <summary>Makes <c>key</c>.</summary>
    /// <param name="options">What a bridge would be started with by the same line.</param>
    public static Command MakeKey(Func<ParseResult, BridgeOptions> options) => new("key", "API keys of programs.") { CreateKey(options), ListKeys(options), RevokeKey(options) };

    private static AccessCommands Of(BridgeOptions options) => new(options, TimeProvider.System, Console.Out, Console.Error);

    private static Argument<string> Name() => new("name") { Description = "the name to sign in with" };

    private static Command AddUser(Func<ParseResult, BridgeOptions> options)
    {
        Argument<string> name = Name();
        var role = new Option<string>("--role") { Description = string.Join(", ", Rights.Roles), Required = true };
        role.AcceptOnlyFromAmong([.. Rights.Roles]);
        var display = new Option<string?>("--display") { Description = "the name that others see" };
        var staff = new Option<string?>("--staff") { Description = "the roster's id of this person" };
        var mail = new Option<string?>("--mail") { Description = "the mail address" };
        var add = new Command("add", "Makes a user and prints a link that works once, for a day, by which he chooses his password.") { name, role, display, staff, mail };
        add.SetAction(parsed => Of(options(parsed)).AddUser(parsed.GetValue(name)!, parsed.GetValue(role)!, new UserChange(parsed.GetValue(display), null, parsed.GetValue(staff), parsed.GetValue(mail))));
        return add;
    }

    private static Command ListUsers(Func<ParseResult, BridgeOptions> options)
    {
        var list = new Command("list", "Prints every user: name, role, state, the roster's id, display name, mail.");
        list.SetAction(parsed => Of(options(parsed)).ListUsers());
        return list;
    }

    private static Command Shut(Func<ParseResult, BridgeOptions> options, string word, bool disabled)
    {
        Argument<string> name = Name();
        var shut = new Command(word, disabled ? "Shuts a user out; his sessions end within a minute." : "Lets a user in again.") { name };
        shut.SetAction(parsed => Of(options(parsed)).DisableUser(parsed.GetValue(name)!, disabled));
        return shut;
    }

    private static Command ResetUser(Func<ParseResult, BridgeOptions> options)
    {
        Argument<string> name = Name();
        var reset = new Command("reset", "Takes a user's password away and prints a link that works once, for a day, by which he chooses another.") { name };
        reset.SetAction(parsed => Of(options(parsed)).ResetUser(parsed.GetValue(name)!));
        return reset;
    }

    private static Command SealUser(Func<ParseResult, BridgeOptions> options)
    {
        Argument<string> name = Name();
        var seal = new Command("seal", "Takes over the row of a user whom another hand has changed in the database, shut and without a password, and prints what it says.") { name };
        seal.SetAction(parsed => Of(options(parsed)).SealUser(parsed.GetValue(name)!));
        return seal;
    }

    private static Command CreateKey(Func<ParseResult, BridgeOptions> options)
    {
        var name = new Argument<string>("name") { Description = "what it is for" };
        var scopes = new Option<string[]>("--scope") { Description = "what it may do, once for each: " + string.Join(", ", PermissionWords.All), Required = true, AllowMultipleArgumentsPerToken = true };
        scopes.AcceptOnlyFromAmong([.. PermissionWords.All]);
        var expires = new Option<string?>("--expires") { Description = "the moment, or the day in UTC, at which it ends; without it: never" };
        expires.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault()?.Value is { } text && MomentOf(text) == null)
            {
                result.AddError($"--expires: '{text}' is no moment: write 2026-12-31 or 2026-12-31T18:00:00Z.");
            }
        });
        var create = new Command("create", "Makes an API key and prints it, once.") { name, scopes, expires };
        create.SetAction(parsed => Of(options(parsed)).CreateKey(parsed.GetValue(name)!, parsed.GetValue(scopes)!, MomentOf(parsed.GetValue(expires))));
        return create;
    }

    private static Command ListKeys(Func<ParseResult, BridgeOptions> options)
    {
        var list = new Command("list", "Prints every key: id, name, state, last use, scopes.");
        list.SetAction(parsed => Of(options(parsed)).ListKeys());
        return list;
    }

    private static Command RevokeKey(Func<ParseResult, BridgeOptions> options)
    {
        var id = new Argument<string>("id") { Description = "the 8 characters behind dk_" };
        var revoke = new Command("revoke", "Revokes a key, at once and for good.") { id };
        revoke.SetAction(parsed => Of(options(parsed)).RevokeKey(parsed.GetValue(id)!));
        return revoke;
    }

    private static DateTimeOffset? MomentOf(string? text)
    {
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment : null;
    }
}
