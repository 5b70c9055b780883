using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The pages around signing in: plain forms that need no script.</summary>
public static class AccessPages
{
    private const int MostFormBytes = 16 * 1024;
    private const string Stale = "door.stale";
    private const string TooMany = "door.too-many";

    /// <summary>The address of a link by which somebody chooses a password.</summary>
    public static string PasswordLink(string address, string code) => $"{address}/password/choose?code={code}";

    /// <summary>The address of the link that makes the first manager.</summary>
    public static string FirstLink(string address, string code) => $"{address}/first?code={code}";

    /// <summary>Maps them.</summary>
    public static void MapAccessPages(this IEndpointRouteBuilder web, BridgeOptions options)
    {
        var door = new Door(options);
        web.MapGet("/signin", door.ShowSignInAsync).IsOpen().ExcludeFromDescription();
        web.MapPost("/signin", door.SignInAsync).IsOpen().ExcludeFromDescription();
        web.MapPost("/signout", door.SignOutAsync).IsOpen().ExcludeFromDescription();
        web.MapGet("/first", Door.ShowFirstAsync).IsOpen().ExcludeFromDescription();
        web.MapPost("/first", Door.MakeFirstAsync).IsOpen().ExcludeFromDescription();
        web.MapGet("/password/choose", Door.ShowChooseAsync).IsOpen().ExcludeFromDescription();
        web.MapPost("/password/choose", Door.ChooseAsync).IsOpen().ExcludeFromDescription();

        // Everybody who may sign in sees the board, and has a password to change.
        web.MapGet("/password", Door.ShowChangeAsync).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapPost("/password", Door.ChangeAsync).Needs(Permission.ReadBoard).ExcludeFromDescription();
        if (options.OidcAuthority.Length > 0)
        {
            web.MapGet("/signin/oidc", (string? then) => Results.Challenge(new AuthenticationProperties { RedirectUri = Local(then) }, [OidcSignIn.Scheme])).IsOpen().ExcludeFromDescription();
        }
    }

    private static string Local(string? then) => then != null && AccessGate.IsLocal(then) ? then : "/";

    // A form of this bridge; null: it comes from elsewhere, is too old or too long.
    private static async Task<IFormCollection?> FormAsync(HttpContext context, IAntiforgery forms)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = MostFormBytes;
        }

        try
        {
            if (!context.Request.HasFormContentType)
            {
                return null;
            }

            await forms.ValidateRequestAsync(context);
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is AntiforgeryValidationException or BadHttpRequestException or System.IO.IOException or System.IO.InvalidDataException)
        {
            return null;
        }
    }

    private sealed class Door(BridgeOptions options)
    {
        internal Task<IResult> ShowSignInAsync(HttpContext context, IAntiforgery forms, UserAccounts accounts, string? then, string? fault)
        {
            if (Caller.Of(context) is { IsKey: false })
            {
                return Task.FromResult(Results.Redirect(Local(then)));
            }

            string words = fault switch
            {
                "no-role" => "door.no-role",
                OidcSignIn.Scheme => "door.provider-failed",
                _ => "",
            };
            return PageAsync(context, forms, SignInView(accounts, Local(then)) with { Fault = words });
        }

        internal async Task<IResult> SignInAsync(HttpContext context, IAntiforgery forms, UserAccounts accounts, PasswordSignIn passwords, SignInLimits limits, SignInManager<SessionUser> sessions, AuditLog audit)
        {
            if (await FormAsync(context, forms) is not { } form)
            {
                return await PageAsync(context, forms, SignInView(accounts, "/") with { Fault = Stale }, StatusCodes.Status400BadRequest);
            }

            string name = form["name"].ToString().Trim();
            DoorView view = SignInView(accounts, Local(form["then"])) with { Name = name };
            string address = Caller.AddressOf(context);
            if (!limits.Take(context.Connection.RemoteIpAddress, name))
            {
                audit.WriteFailure(name, address, AuditActions.SignedIn, "too-many");
                return await TooManyAsync(context, forms, view);
            }

            (PasswordVerdict verdict, AppUser? user) = await passwords.CheckAsync(name, form["password"].ToString(), context.RequestAborted);
            if (user == null)
            {
                audit.WriteFailure(name, address, AuditActions.SignedIn, verdict.ToString().ToLowerInvariant());
                context.Response.Headers.WWWAuthenticate = AccessGate.Challenge;
                return await PageAsync(context, forms, view with { Fault = "door.wrong" }, StatusCodes.Status401Unauthorized);
            }

            return await EnterAsync(context, user, sessions, audit, view.Then);
        }

        // That it comes from a page of this bridge the gate has seen to, as for everything that a session changes.
        internal async Task<IResult> SignOutAsync(HttpContext context, SignInManager<SessionUser> sessions, EndedSessions ended, AuditLog audit)
        {
            if (Caller.Of(context) is { IsKey: false } caller)
            {
                audit.Write(caller, AuditActions.SignedOut, caller.Name);
            }

            if (context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true, Properties: { } session })
            {
                ended.End(session);
            }

            await sessions.Context.SignOutAsync(IdentityConstants.ApplicationScheme);
            if (options.IsDemo)
            {
                await context.SignOutAsync(DemoDoor.Scheme);
            }

            return Results.Redirect("/signin");
        }

        internal static Task<IResult> ShowFirstAsync(HttpContext context, IAntiforgery forms, UserAccounts accounts, SignInLimits limits, string? code)
        {
            var view = new DoorView(DoorKind.First, "") { Code = code ?? "" };
            return !limits.Take(context.Connection.RemoteIpAddress, "") ? TooManyAsync(context, forms, view with { Kind = DoorKind.Dead })
                : accounts.IsFirstLink(view.Code) ? PageAsync(context, forms, view)
                : DeadAsync(context, forms);
        }

        internal static async Task<IResult> MakeFirstAsync(HttpContext context, IAntiforgery forms, UserAccounts accounts, SignInLimits limits, SignInManager<SessionUser> sessions, AuditLog audit)
        {
            if (await FormAsync(context, forms) is not { } form)
            {
                return await PageAsync(context, forms, new DoorView(DoorKind.Dead, "") { Fault = Stale }, StatusCodes.Status400BadRequest);
            }

            var view = new DoorView(DoorKind.First, "") { Code = form["code"].ToString(), Name = form["name"].ToString().Trim() };
            if (!limits.Take(context.Connection.RemoteIpAddress, ""))
            {
                return await TooManyAsync(context, forms, view);
            }

            if (FaultOfAgain(form) is { } fault)
            {
                return await PageAsync(context, forms, view with { Fault = fault }, StatusCodes.Status400BadRequest);
            }

            (AppUser? user, Refusal? refusal) = accounts.MakeFirst(view.Code, view.Name, form["password"].ToString());
            if (user == null)
            {
                return await RefusedAsync(context, forms, view, refusal!);
            }

            audit.Write(Of(context, user), AuditActions.UserMade, user.Name, "the first manager");
            return await EnterAsync(context, user, sessions, audit, "/");
        }

        internal static Task<IResult> ShowChooseAsync(HttpContext context, IAntiforgery forms, UserAccounts accounts, SignInLimits limits, string? code)
        {
            var view = new DoorView(DoorKind.Choose, "") { Code = code ?? "" };
            return !limits.Take(context.Connection.RemoteIpAddress, "") ? TooManyAsync(context, forms, view with { Kind = DoorKind.Dead })
                : accounts.IsPasswordLink(view.Code) ? PageAsync(context, forms, view)
                : DeadAsync(context, forms);
        }

        internal static async Task<IResult> ChooseAsync(HttpContext context, IAntiforgery forms, UserAccounts accounts, SignInLimits limits, SignInManager<SessionUser> sessions, AuditLog audit)
        {
            if (await FormAsync(context, forms) is not { } form)
            {
                return await PageAsync(context, forms, new DoorView(DoorKind.Dead, "") { Fault = Stale }, StatusCodes.Status400BadRequest);
            }

            var view = new DoorView(DoorKind.Choose, "") { Code = form["code"].ToString() };
            if (!limits.Take(context.Connection.RemoteIpAddress, ""))
            {
                return await TooManyAsync(context, forms, view);
            }

            if (FaultOfAgain(form) is { } fault)
            {
                return await PageAsync(context, forms, view with { Fault = fault }, StatusCodes.Status400BadRequest);
            }

            (AppUser? user, Refusal? refusal) = accounts.ChoosePassword(view.Code, form["password"].ToString());
            if (user == null)
            {
                return await RefusedAsync(context, forms, view, refusal!);
            }

            audit.Write(Of(context, user), AuditActions.PasswordChanged, user.Name, "by a link");
            return await EnterAsync(context, user, sessions, audit, "/");
        }

        internal static Task<IResult> ShowChangeAsync(HttpContext context, IAntiforgery forms)
        {
            return Caller.Of(context) is { UserId.Length: > 0 } caller ? PageAsync(context, forms, new DoorView(DoorKind.Change, "") { Name = caller.Name }) : Task.FromResult(NoPassword());
        }

        internal static async Task<IResult> ChangeAsync(HttpContext context, IAntiforgery forms, UserAccounts accounts, PasswordSignIn passwords, SignInLimits limits, SignInManager<SessionUser> sessions, AuditLog audit)
        {
            if (Caller.Of(context) is not { UserId.Length: > 0 } caller)
            {
                return NoPassword();
            }

            var view = new DoorView(DoorKind.Change, "") { Name = caller.Name };
            if (await FormAsync(context, forms) is not { } form)
            {
                return await PageAsync(context, forms, view with { Fault = Stale }, StatusCodes.Status400BadRequest);
            }

            if (!limits.Take(context.Connection.RemoteIpAddress, caller.Name))
            {
                return await TooManyAsync(context, forms, view);
            }

            if (FaultOfAgain(form) is { } fault)
            {
                return await PageAsync(context, forms, view with { Fault = fault }, StatusCodes.Status400BadRequest);
            }

            (PasswordVerdict verdict, AppUser? known) = await passwords.CheckAsync(caller.Name, form["current"].ToString(), context.RequestAborted);
            if (known == null)
            {
                audit.WriteFailure(caller.Name, caller.Address, AuditActions.PasswordChanged, verdict.ToString().ToLowerInvariant());
                return await PageAsync(context, forms, view with { Fault = "door.wrong-current" }, StatusCodes.Status400BadRequest);
            }

            (AppUser? user, Refusal? refusal) = accounts.ChangePassword(known, form["password"].ToString());
            if (user == null)
            {
                return await RefusedAsync(context, forms, view, refusal!);
            }

            audit.Write(caller, AuditActions.PasswordChanged, user.Name);

            // His other sessions end; this one goes on.
            await sessions.SignInAsync(new SessionUser(user), isPersistent: false);
            return Results.Redirect("/");
        }

        private static IResult NoPassword() => Results.Problem("A key and the demo have no password to change: sign in as a user.", statusCode: StatusCodes.Status400BadRequest);

        private static string? FaultOfAgain(IFormCollection form)
        {
            return string.Equals(form["password"].ToString(), form["again"].ToString(), StringComparison.Ordinal) ? null : "door.differ";
        }

        private static Caller Of(HttpContext context, AppUser user) => new(user.Name, user.Shown, user.Role, user.Staff, user.Id, Caller.AddressOf(context), Rights.Of(user.Role));

        // What cannot be written down does not happen: the entry comes before the session.
        private static async Task<IResult> EnterAsync(HttpContext context, AppUser user, SignInManager<SessionUser> sessions, AuditLog audit, string then)
        {
            audit.Write(Of(context, user), AuditActions.SignedIn, user.Name);
            await sessions.SignInAsync(new SessionUser(user), isPersistent: false);
            return Results.Redirect(then);
        }

        private DoorView SignInView(UserAccounts accounts, string then)
        {
            return new DoorView(DoorKind.SignIn, "") { Then = then, HasProvider = options.OidcAuthority.Length > 0, IsDemo = options.IsDemo, IsEmpty = !options.IsDemo && !accounts.Users.HasManager() };
        }

        private static Task<IResult> DeadAsync(HttpContext context, IAntiforgery forms)
        {
            return PageAsync(context, forms, new DoorView(DoorKind.Dead, "") { Fault = "door.used" }, StatusCodes.Status410Gone);
        }

        private static Task<IResult> RefusedAsync(HttpContext context, IAntiforgery forms, DoorView view, Refusal refusal)
        {
            return PageAsync(context, forms, view with { Fault = refusal.Sentence }, refusal.Kind == RefusalKind.Bad ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict);
        }

        private static Task<IResult> TooManyAsync(HttpContext context, IAntiforgery forms, DoorView view)
        {
            context.Response.Headers.RetryAfter = "60";
            return PageAsync(context, forms, view with { Fault = TooMany }, StatusCodes.Status429TooManyRequests);
        }

        private static Task<IResult> PageAsync(HttpContext context, IAntiforgery forms, DoorView view, int status = StatusCodes.Status200OK)
        {
            // The address of such a page may hold a code, and nobody is to learn of it from where this page leads to.
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            view = view with { Token = forms.GetAndStoreTokens(context).RequestToken! };
            context.Response.Headers.CacheControl = "no-store";
            return Task.FromResult(Pages.Show<DoorPage>(Viewer.Of(context), status, ("View", view)));
        }
    }
}
