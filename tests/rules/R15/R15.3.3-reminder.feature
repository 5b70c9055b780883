@R15.3.3
Feature: R15.3.3 提醒次日值班人员,因未提醒造成延误罚100元
  The next day's person is reminded in the evening before. Who did not tick that he reminded him pays, but only when that one was late.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 21:00 | S01    | S09        |
      | D2 | 2026-03-03 07:00 | 2026-03-03 21:00 | S02    | S09        |

  Scenario: 前一天晚上提醒次日值班人员 the next person is told at seven in the evening
    Given the policy pack "newsroom"
    And the time is "2026-03-02 18:50"
    And "S01" holds the duty
    When the time is "18:59"
    Then no notice about "next-shift" reaches "S02"
    When the time is "19:01"
    Then a notice about "next-shift" reaches "S02" by "19:01"

  Scenario: 已提醒而次日迟到不罚 reminded all the same late: only the late one pays
    Given the policy pack "newsroom"
    And the time is "2026-03-02 20:30"
    And "S01" holds the duty
    When "S01" ticks "next person reminded" at "20:40"
    And "S01" taps at "21:00"
    And "S02" taps at "2026-03-03 07:20"
    Then "S02" holds the duty
    And the ledger of "S01" for "2026-03" is empty
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes | amount |
      | 2026-03-03 | late | 20      | 200    |

  Scenario: 未提醒而次日迟到罚100元 not reminded and late: the one of the day before pays
    Given the policy pack "newsroom"
    And the time is "2026-03-02 20:30"
    And "S01" holds the duty
    When "S01" taps at "21:00"
    Then the signal is "left"
    When "S02" taps at "2026-03-03 07:20"
    Then the ledger of "S01" for "2026-03" shows:
      | day        | kind        | minutes | amount | excused |
      | 2026-03-02 | no-reminder | 0       | 100    | no      |

  Scenario: 未提醒而次日准时不罚 not reminded but on time: nobody pays
    Given the policy pack "newsroom"
    And the time is "2026-03-02 20:30"
    And "S01" holds the duty
    When "S01" taps at "21:00"
    Then the signal is "left"
    When "S02" taps at "2026-03-03 07:00"
    Then the ledger of "S01" for "2026-03" is empty
    And the ledger of "S02" for "2026-03" is empty

  Scenario: 罚款数额由制度定 the amount is the regulation's
    Given the policy pack "newsroom" with:
      | parameter          | value |
      | noReminderFineYuan | 50    |
    And the time is "2026-03-02 20:30"
    And "S01" holds the duty
    When "S01" taps at "21:00"
    Then the signal is "left"
    When "S02" taps at "2026-03-03 07:20"
    Then the ledger of "S01" for "2026-03" shows:
      | day        | kind        | amount |
      | 2026-03-02 | no-reminder | 50     |
