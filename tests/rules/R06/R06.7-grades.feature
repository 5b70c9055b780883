@R06.7
Feature: R06.7 警告、通报批评、记过、记大过,开除
  Every third entry of the ledger proposes the next grade of the regulation; only a manager makes a proposal count.

  Background:
    Given the policy pack "citizen-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 09:00 | S02    | S05  | S09        |
      | D2 | 2026-03-02 09:00 | 2026-03-02 10:00 | S02    | S05  | S09        |
      | D3 | 2026-03-02 10:00 | 2026-03-02 11:00 | S02    | S05  | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:50"

  Scenario: 第三次违纪提出警告 two entries propose nothing, the third proposes the first grade
    When "S05" taps at "08:05"
    And "S05" taps at "08:30"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | late  | 5       | 0      | no      |
      | 2026-03-02 | early | 30      | 0      | no      |
    When "S05" taps at "09:05"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | late  | 5       | 0      | no      |
      | 2026-03-02 | early | 30      | 0      | no      |
      | 2026-03-02 | late  | 5       | 0      | no      |
      | 2026-03-02 | grade | 0       | 0      | no      |
    And the ledger of "S05" for "2026-03" proposes the grade "警告"

  Scenario: 事前批准的不计入 what was excused beforehand counts for no grade
    When "S05" taps at "08:05"
    And "S09" excuses "S05" from "early" on "2026-03-02" at "08:20"
    And "S05" taps at "08:30"
    And "S05" taps at "09:05"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-02 | late  | 5       | 0      | no      |
      | 2026-03-02 | early | 30      | 0      | yes     |
      | 2026-03-02 | late  | 5       | 0      | no      |

  Scenario: 逐级处分,直至开除 where every entry counts, one grade follows the other to the last
    Given the policy pack "citizen-line" with:
      | parameter  | value |
      | gradeEvery | 1     |
    When "S05" taps at "08:05"
    And "S05" taps at "08:30"
    And "S05" taps at "09:05"
    And "S05" taps at "09:30"
    And "S05" taps at "10:05"
    Then the ledger of "S05" for "2026-03" proposes the grades "警告, 通报批评, 记过, 记大过, 开除"

  Scenario: 处分由经理确认 a proposal until a manager has confirmed it
    Given the policy pack "citizen-line" with:
      | parameter  | value |
      | gradeEvery | 1     |
    When "S05" taps at "08:05"
    Then the ledger of "S05" for "2026-03" is a proposal
    When "S09" confirms the ledger of "S05" for "2026-03"
    Then the bridge refuses with "not-entitled"
    And the ledger of "S05" for "2026-03" is a proposal
    When "S10" confirms the ledger of "S05" for "2026-03"
    Then the ledger of "S05" for "2026-03" is confirmed by "S10"
