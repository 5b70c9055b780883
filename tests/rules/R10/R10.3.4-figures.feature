@R10.3.4
Feature: R10.3.4 定期检查、考核、奖惩、总结
  Every month has its figures and its ledger; a grade is proposed and confirmed; the manager is reminded of the month's end.

  Background:
    Given the policy pack "hotline-duty"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S05  | S09        |
      | B1 | 2026-03-02 13:00 | 2026-03-02 18:00 | S02    |      | S09        |
      | A8 | 2026-03-30 08:00 | 2026-03-30 18:00 | S01    |      | S09        |
      | A9 | 2026-03-31 08:00 | 2026-03-31 18:00 | S01    |      | S09        |

  Scenario: 每月的数字 the figures of the month
    Given the time is "2026-03-02 12:20"
    And "S01" holds the duty
    When "S02" taps at "13:07"
    And "S01" taps at "13:08"
    And "S02" taps at "13:08:05"
    And "S01" taps at "13:10"
    Then the figures of "S02" for "2026-03" show:
      | figure       | value |
      | shifts       | 1     |
      | late         | 1     |
      | late minutes | 7     |
      | absent       | 0     |
    And the figures of "S01" for "2026-03" show:
      | figure         | value |
      | shifts         | 1     |
      | late           | 0     |
      | early          | 0     |
      | worked minutes | 308   |

  Scenario: 一次即评定的单位 a house in which every entry makes a grade, which a manager confirms
    Given the policy pack "hotline-duty" with:
      | parameter  | value |
      | gradeEvery | 1     |
    And the time is "2026-03-02 12:20"
    And "S01" holds the duty
    When "S02" taps at "13:07"
    Then the ledger of "S02" for "2026-03" shows:
      | day        | kind  | minutes |
      | 2026-03-02 | late  | 7       |
      | 2026-03-02 | grade | 0       |
    And the ledger of "S02" for "2026-03" proposes the grade "评定"
    And the ledger of "S02" for "2026-03" is a proposal
    When "S10" confirms the ledger of "S02" for "2026-03"
    Then the ledger of "S02" for "2026-03" is confirmed by "S10"

  Scenario: 一次不评定 one entry is no grade yet
    Given the time is "2026-03-02 12:20"
    And "S01" holds the duty
    When "S02" taps at "13:07"
    Then the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes |
      | 2026-03-02 | late | 7       |

  Scenario: 月末提醒总结 on the last day of the month the manager is reminded
    Given the time is "2026-03-31 08:50"
    Then no notice about "monthly-hand-in" is sent
    And a notice about "monthly-hand-in" reaches "S10" by "09:01"

  Scenario: 平日不提醒 on another day he is not
    Given the time is "2026-03-30 08:50"
    When the time is "09:10"
    Then no notice about "monthly-hand-in" is sent
