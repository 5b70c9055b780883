namespace DutyKiosk.Terminal
{
    /// <summary>
    /// Every pin of the terminal, for an ESP32-DevKitC with a WROOM-32E. Left alone: 6 to 11 (the flash), 1 and 3 (the serial console), 34 to 39
    /// where an output is needed (inputs only), and the strapping pins 0, 2, 5, 12 and 15, whose level at the start decides how the chip starts.
    /// </summary>
    public static class Board
    {
        /// <summary>SPI bus of the reader: the one whose pins are free on this board.</summary>
        public const int ReaderSpiBus = 1;

        /// <summary>Data to the reader.</summary>
        public const int ReaderMosi = 23;

        /// <summary>Data from the reader.</summary>
        public const int ReaderMiso = 19;

        /// <summary>Clock of the reader.</summary>
        public const int ReaderClock = 18;

        /// <summary>Selects the reader. The usual GPIO 5 is a strapping pin, so 21 takes its place.</summary>
        public const int ReaderSelect = 21;

        /// <summary>Resets the reader.</summary>
        public const int ReaderReset = 22;

        /// <summary>5 MHz: half of what the chip takes, and what the library's samples use over a short cable.</summary>
        public const int ReaderClockHz = 5000000;

        /// <summary>The green lamp, lit by a high level.</summary>
        public const int GreenLamp = 25;

        /// <summary>The amber lamp.</summary>
        public const int AmberLamp = 26;

        /// <summary>The red lamp.</summary>
        public const int RedLamp = 27;

        /// <summary>The buzzer's transistor, driven by PWM.</summary>
        public const int Buzzer = 32;

        /// <summary>The button inside the case, to ground.</summary>
        public const int Button = 33;
    }
}
