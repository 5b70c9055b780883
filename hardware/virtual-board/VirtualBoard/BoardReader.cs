using System;
using System.Collections.Generic;

namespace DutyKiosk.VirtualBoard;

/// <summary>The field of the MFRC522: what cards are in it, and whether the chip answers.</summary>
public sealed class BoardReader
{
    private const long TapMs = 300;

    // Where the board's time is the machine's own, the machine may have had no time for the firmware while the badge was there: its owner, who hears nothing, leaves it there for so much longer.
    private const long PatienceMs = 3000;
    private const long LookMs = 20;

    private readonly Board _board;
    private readonly object _gate = new();
    private readonly List<byte[]> _cards = [];
    private bool _fails;
    private bool _halted;
    private bool _skipsNext;
    private bool _isSelected;

    internal BoardReader(Board board)
    {
        _board = board;
    }

    /// <summary>True: the chip does not answer.</summary>
    public bool Fails
    {
        get => _fails;
        set
        {
            _fails = value;
            _board.Poke();
        }
    }

    /// <summary>True: a card that was selected and not halted answers every other poll only. Cards differ in this.</summary>
    public bool AnswersAlternatePolls { get; set; }

    /// <summary>Whether a card is in the field.</summary>
    public bool HasCard
    {
        get
        {
            lock (_gate)
            {
                return _cards.Count > 0;
            }
        }
    }

    /// <summary>Puts a card into the field, beside what is there: two at once cannot be read.</summary>
    /// <param name="uid">4, 7 or 10 bytes.</param>
    public void Place(byte[] uid)
    {
        if (uid.Length is not (4 or 7 or 10))
        {
            throw new ArgumentException("A UID has 4, 7 or 10 bytes.", nameof(uid));
        }

        Change(() => _cards.Add(uid));
    }

    /// <summary>Takes whatever is in the field away.</summary>
    public void Remove() => Change(_cards.Clear);

    /// <summary>A badge is held to the reader for as long as a person does, 300 ms; who was there before takes his away.</summary>
    public void Tap(byte[] uid)
    {
        byte[] card = Lay(uid);
        _board.Time.After(TapMs, () => Take(card));
    }

    /// <summary>The same by a person who goes on holding it for up to three seconds more if the firmware has not read it meanwhile: for a board whose time is that of a busy machine.</summary>
    public void TapUntilRead(byte[] uid)
    {
        byte[] card = Lay(uid);
        _board.Time.After(TapMs, () => TakeOnceSelected(card, PatienceMs));
    }

    /// <summary>The card that answers a request; null: none does, as there is none, two at once, a halted one, or no chip.</summary>
    internal byte[]? Answer(bool select)
    {
        lock (_gate)
        {
            if (_fails || _halted || _cards.Count != 1)
            {
                return null;
            }

            if (_skipsNext)
            {
                _skipsNext = false;
                return null;
            }

            _skipsNext = select && AnswersAlternatePolls;
            _isSelected |= select;
            return (byte[])_cards[0].Clone();
        }
    }

    /// <summary>Whether a request would be answered, by however many cards.</summary>
    internal bool IsAnswered()
    {
        lock (_gate)
        {
            return !_fails && !_halted && _cards.Count > 0;
        }
    }

    /// <summary>The card that was selected sleeps until it has left the field.</summary>
    internal bool Halt()
    {
        lock (_gate)
        {
            _halted = _cards.Count > 0;
            return !_fails;
        }
    }

    private byte[] Lay(byte[] uid)
    {
        byte[] card = (byte[])uid.Clone();
        Remove();
        Place(card);
        return card;
    }

    private void Take(byte[] card) => Change(() => _cards.Remove(card));

    private void TakeOnceSelected(byte[] card, long patienceMs)
    {
        bool isSelected;
        lock (_gate)
        {
            isSelected = _isSelected;
        }

        if (isSelected || patienceMs <= 0)
        {
            Take(card);
            return;
        }

        _board.Time.After(LookMs, () => TakeOnceSelected(card, patienceMs - LookMs));
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            int before = _cards.Count;
            change();
            if (_cards.Count == 0 || _cards.Count > before)
            {
                _halted = false;
                _skipsNext = false;
                _isSelected = false;
            }
        }

        _board.Poke();
    }
}
